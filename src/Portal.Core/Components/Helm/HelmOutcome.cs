namespace Portal.Core.Components.Helm;

/// <summary>How a call of helm ended.</summary>
/// <param name="Output">What it wrote to standard output, bounded.</param>
/// <param name="Errors">The last lines it wrote to standard error.</param>
public sealed record HelmOutcome(int ExitCode, string Output, IReadOnlyList<string> Errors)
{
    public bool Succeeded => ExitCode == 0;
}
