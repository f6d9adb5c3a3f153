#!/bin/sh
# Takes the program away and leaves everybody's data where they are; 安装.sh finds Python.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 2
exec sh "$here/安装.sh" --uninstall "$@"
