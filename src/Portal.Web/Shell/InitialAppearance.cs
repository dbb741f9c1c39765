namespace Portal.Web.Shell;

/// <summary>What the request's cookies said, handed into the circuit.</summary>
public sealed record InitialAppearance(Appearance Chosen, bool SystemIsDark);
