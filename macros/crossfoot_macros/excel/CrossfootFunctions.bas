Attribute VB_Name = "CrossfootFunctions"
Option Explicit

' From a function in a cell to the Python that xlwings keeps for all of them. What keeps it from answering is said in
' the cell.

Private mCalled As Boolean

Public Function CrossfootAnswer(command As String, arguments As Variant) As Variant
    Dim obstacle As String
    #If Mac Then
        CrossfootAnswer = CrossfootInCell(CrossfootText("functions_on_windows"))
    #Else
        On Error GoTo failed
        obstacle = CrossfootObstacle()
        If obstacle <> "" Then
            CrossfootAnswer = CrossfootInCell(obstacle)
        Else
            mCalled = True
            ' No workbook goes along: xlwings would take a sheet that is called like a script for one.
            CrossfootAnswer = XLPy.CallUDF("crossfoot_addin.functions", command, arguments)
        End If
        Exit Function
failed:
        CrossfootAnswer = CrossfootInCell(CrossfootWhatFailed(Err.Description))
    #End If
End Function

Public Sub CrossfootAnswerAnew(command As String)
    ' Excel does not know that what functions answer has changed.
    If Not mCalled Then Exit Sub
    Select Case command
        Case "sync", "refresh", "keep_mine", "take_theirs", "undo_sync", "sign_in"
            Application.CalculateFull
    End Select
End Sub

Public Function CrossfootLanguage() As String
    CrossfootLanguage = IIf(CrossfootSpeaksChinese(), "zh", "en")
End Function

Public Function CrossfootServerOfCaller() As String
    ' Every workbook of ours says on a hidden sheet which server it is kept in step with.
    Dim facts As Worksheet
    Dim at As Long
    On Error GoTo none_of_ours
    Set facts = Application.Caller.Parent.Parent.Worksheets("_crossfoot")
    at = 1
    Do Until facts.Cells(at, 1).Value = ""
        If facts.Cells(at, 1).Value = "server" Then
            CrossfootServerOfCaller = facts.Cells(at, 2).Value
            Exit Function
        End If
        at = at + 1
    Loop
none_of_ours:
End Function

Private Function CrossfootInCell(said As String) As String
    CrossfootInCell = "#CF! " & Replace(Replace(said, vbLf & vbLf, " "), vbLf, " ")
End Function
