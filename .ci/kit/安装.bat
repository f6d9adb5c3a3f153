@echo off
if exist "%~dp0parts\setup.bat" goto work
powershell -NoProfile -Command "[Console]::Error.WriteLine([regex]::Unescape('\u8bf7\u5148\u628a\u6574\u4e2a\u538b\u7f29\u5305\u89e3\u538b\u51fa\u6765\uff0c\u518d\u8fd0\u884c'))"
pause
exit /b 2
:work
call "%~dp0parts\setup.bat" %*
exit /b %ERRORLEVEL%
