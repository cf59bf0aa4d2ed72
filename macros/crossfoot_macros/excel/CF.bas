Attribute VB_Name = "CF"
Option Explicit

' The functions in cells. A cell names the module and the function: =CF.BALANCE("Acme"). What they answer is
' in crossfoot_addin.functions.

Public Function BALANCE(customer As Variant, Optional as_of As Variant, Optional currency_code As Variant) As Variant
    BALANCE = CrossfootAnswer("balance", Array(CrossfootServerOfCaller(), CrossfootLanguage(), customer, as_of, currency_code))
End Function

Public Function OVERDUE(customer As Variant, Optional as_of As Variant, Optional currency_code As Variant) As Variant
    OVERDUE = CrossfootAnswer("overdue", Array(CrossfootServerOfCaller(), CrossfootLanguage(), customer, as_of, currency_code))
End Function

Public Function AGING(customer As Variant, bucket As Variant, Optional as_of As Variant, Optional currency_code As Variant, Optional buckets As Variant) As Variant
    AGING = CrossfootAnswer("aging", Array(CrossfootServerOfCaller(), CrossfootLanguage(), customer, bucket, as_of, currency_code, buckets))
End Function

Public Function LOOKUP(table As Variant, key As Variant, column As Variant) As Variant
    LOOKUP = CrossfootAnswer("lookup", Array(CrossfootServerOfCaller(), CrossfootLanguage(), table, key, column))
End Function

' The same by names without a dot.

Public Function CF_BALANCE(customer As Variant, Optional as_of As Variant, Optional currency_code As Variant) As Variant
    CF_BALANCE = BALANCE(customer, as_of, currency_code)
End Function

Public Function CF_OVERDUE(customer As Variant, Optional as_of As Variant, Optional currency_code As Variant) As Variant
    CF_OVERDUE = OVERDUE(customer, as_of, currency_code)
End Function

Public Function CF_AGING(customer As Variant, bucket As Variant, Optional as_of As Variant, Optional currency_code As Variant, Optional buckets As Variant) As Variant
    CF_AGING = AGING(customer, bucket, as_of, currency_code, buckets)
End Function

Public Function CF_LOOKUP(table As Variant, key As Variant, column As Variant) As Variant
    CF_LOOKUP = LOOKUP(table, key, column)
End Function
