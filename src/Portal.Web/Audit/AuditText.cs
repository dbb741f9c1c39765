namespace Portal.Web.Audit;

/// <summary>The texts of this feature's pages.</summary>
public sealed class AuditText;
