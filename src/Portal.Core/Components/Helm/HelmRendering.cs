namespace Portal.Core.Components.Helm;

/// <summary>What a chart rendered to.</summary>
/// <param name="Text">One YAML stream.</param>
/// <param name="IsAlike">True when a cluster that serves the same APIs would have led to the same; false when this one's answers were in the way.</param>
public sealed record HelmRendering(string Text, bool IsAlike);
