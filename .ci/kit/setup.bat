@echo off
rem Finds a Python that the kit serves, and lets it do the work: install.py beside this file.
rem ASCII alone, so that it reads the same under code page 936 and 65001: Chinese is said by Python, or by
rem PowerShell from code points.
setlocal
set "PYTHONUTF8=1"
set "WORK=%~dp0install.py"
for %%V in (3.13 3.12 3.11 3.14) do (
  py -%%V -c "import sys" >nul 2>nul && (
    py -%%V "%WORK%" %*
    goto done
  )
)
python -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))" >nul 2>nul && (
  python "%WORK%" %*
  goto done
)
powershell -NoProfile -Command "[Console]::Error.WriteLine([regex]::Unescape('\u8fd9\u53f0\u673a\u5668\u4e0a\u6ca1\u6709 Python 3.11-3.14\uff0c\u8bf7\u5148\u88c5\u597d\uff0864 \u4f4d\uff0c\u52fe\u9009 Add python.exe to PATH\uff09\uff0c\u518d\u8fd0\u884c\u4e00\u6b21'))"
set "CODE=2"
goto end
:done
set "CODE=%ERRORLEVEL%"
:end
if "%JIXIAO_NOPAUSE%"=="" pause
exit /b %CODE%
