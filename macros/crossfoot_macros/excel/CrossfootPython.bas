Attribute VB_Name = "CrossfootPython"
Option Explicit

' From a button to Python: what keeps it from running is said in plain words, and what Python says at the end of a
' command leaves the status bar after a while.

Public Function CrossfootRun(command As String) As String
    Dim obstacle As String
    obstacle = CrossfootObstacle()
    If obstacle = "" Then
        CrossfootStatus CrossfootText("working")
        RunPython "import crossfoot_addin.commands; crossfoot_addin.commands." & command & "()"
        #If Mac Then
            ' Python goes on by itself there, and xlwings calls CleanUp when it has ended.
        #Else
            CrossfootStatusLater
            CrossfootAnswerAnew command
        #End If
    End If
    CrossfootRun = obstacle
End Function

Public Function CrossfootObstacle() As String
    Dim interpreter As String
    #If Mac Then
        interpreter = GetConfig("INTERPRETER_MAC")
    #Else
        interpreter = GetConfig("INTERPRETER_WIN")
    #End If
    If interpreter = "" Then
        CrossfootObstacle = CrossfootText("not_installed")
    ElseIf ActiveWorkbook Is Nothing Then
        CrossfootObstacle = CrossfootText("no_workbook")
    Else
        #If Mac Then
            ' Excel may not look outside its own folders there; the shell says so if there is no such program.
        #Else
            If Not FileExists(interpreter) Then
                CrossfootObstacle = Replace(CrossfootText("python_gone"), "{path}", interpreter)
            End If
        #End If
    End If
End Function

Public Sub ShowError(FileName As String, Optional Message As String = "")
    ' xlwings calls this where Python could not be started, or ended with an error that no command has told of.
    Dim said As String
    said = Message
    If said = "" Then said = ReadFile(FileName)
    CrossfootSay CrossfootWhatFailed(said)
End Sub

Public Function CrossfootWhatFailed(said As String) As String
    Dim lines As Variant
    Dim last As String
    Dim i As Long
    lines = Split(Replace(said, vbCrLf, vbLf), vbLf)
    For i = UBound(lines) To LBound(lines) Step -1
        last = Trim$(lines(i))
        If last <> "" Then Exit For
    Next i
    If InStr(said, "ModuleNotFoundError") > 0 Then
        CrossfootWhatFailed = Replace(CrossfootText("package_missing"), "{said}", last)
    Else
        CrossfootWhatFailed = Replace(CrossfootText("failed"), "{said}", last)
    End If
End Function

Public Sub CrossfootSay(text As String)
    MsgBox text, vbExclamation, "crossfoot"
End Sub

Private Sub CrossfootStatus(text As String)
    ' A status bar that cannot be written to keeps nobody from working.
    On Error Resume Next
    Application.StatusBar = text
End Sub

Public Sub CrossfootStatusLater()
    On Error Resume Next
    Application.OnTime Now + TimeSerial(0, 0, 20), "'" & ThisWorkbook.Name & "'!CrossfootStatusDone"
End Sub

Public Sub CrossfootStatusDone()
    Application.StatusBar = False
End Sub
