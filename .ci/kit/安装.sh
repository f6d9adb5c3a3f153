#!/bin/sh
# Finds a Python that the kit serves, and lets it do the work: parts/install.py. Also from a path with spaces.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 2
if [ ! -f "$here/parts/install.py" ]; then
  echo "请先把整个压缩包解压出来，再运行解压后文件夹里的 安装.sh" >&2
  exit 2
fi
for python in "${PYTHON:-}" python3.13 python3.12 python3.11 python3.14 python3 python; do
  [ -n "$python" ] || continue
  if "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null; then
    exec "$python" "$here/parts/install.py" "$@"
  fi
done
echo "这台机器上没有 Python 3.11–3.14，请先装好（统信、麒麟可由信息员从软件源装），或用 PYTHON=/路径/python3 sh 安装.sh 指明" >&2
exit 2
