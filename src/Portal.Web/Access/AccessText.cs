namespace Portal.Web.Access;

/// <summary>The words of the account pages: AccessText.resx and its translations.</summary>
public sealed class AccessText;
