namespace Portal.Jobs.Components;

/// <summary>A line of an uninstall's receipt: what is still there, why, and the command that removes it.</summary>
internal sealed record Leftover(string Kind, string Name, string? Namespace, string Why, string Command);
