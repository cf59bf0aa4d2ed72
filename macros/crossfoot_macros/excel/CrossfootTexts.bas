Attribute VB_Name = "CrossfootTexts"
Option Explicit

' The texts stand in a sheet of the add-in and not here: code is kept in a code page that has no Chinese.

Public Function CrossfootText(key As String) As String
    Dim texts As Worksheet
    Dim at As Long
    Dim column As Long
    Set texts = ThisWorkbook.Worksheets("texts")
    column = IIf(CrossfootSpeaksChinese(), 2, 3)
    at = 1
    Do Until texts.Cells(at, 1).Value = ""
        If texts.Cells(at, 1).Value = key Then
            CrossfootText = texts.Cells(at, column).Value
            Exit Function
        End If
        at = at + 1
    Loop
    CrossfootText = key
End Function

Public Function CrossfootSpeaksChinese() As Boolean
    ' The last ten bits of a language are the language without its country: Chinese is 4.
    Dim language As Long
    On Error Resume Next
    language = Application.LanguageSettings.LanguageID(2)
    If language = 0 Then
        CrossfootSpeaksChinese = (Application.International(1) = 86)
    Else
        CrossfootSpeaksChinese = ((language And &H3FF) = 4)
    End If
End Function
