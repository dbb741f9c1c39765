namespace Portal.Web.Shell;

/// <summary>The texts of the shell and of what all features share.</summary>
public sealed class ShellText;
