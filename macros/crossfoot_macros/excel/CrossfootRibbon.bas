Attribute VB_Name = "CrossfootRibbon"
Option Explicit

' What Excel calls for the tab of ribbon.xml. The id of a button is the name of its command in
' crossfoot_addin.commands, and its texts stand in the sheet "texts" under that id.

Public Sub CrossfootPress(control As IRibbonControl)
    Dim obstacle As String
    obstacle = CrossfootRun(control.ID)
    If obstacle <> "" Then CrossfootSay obstacle
End Sub

Public Sub CrossfootLabel(control As IRibbonControl, ByRef returned)
    returned = CrossfootText(control.ID & ".label")
End Sub

Public Sub CrossfootScreentip(control As IRibbonControl, ByRef returned)
    returned = CrossfootText(control.ID & ".screentip")
End Sub

Public Sub CrossfootSupertip(control As IRibbonControl, ByRef returned)
    returned = CrossfootText(control.ID & ".supertip")
End Sub
