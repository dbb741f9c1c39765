namespace Portal.Web.Operations;

/// <summary>The texts of this feature's pages.</summary>
public sealed class OperationsText;
