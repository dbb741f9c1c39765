namespace Portal.Web.Access.Factors;

/// <summary>The words of second factors: FactorText.resx and its translations.</summary>
public sealed class FactorText;
