using Portal.Core.Distribution.Applications;

namespace Portal.Core.GoldenPaths;

/// <param name="Number">One more at each change.</param>
public sealed record GoldenPathSummary(
    string Name, string Title, string Description, GoldenPathState State, int Number, DateTimeOffset UpdatedAt, string UpdatedBy, uint Version);

/// <param name="Schema">YAML.</param>
/// <param name="Template">YAML with places.</param>
public sealed record GoldenPathDetail(GoldenPathSummary Summary, string Schema, string Template, ApplicationPolicy Policy);

/// <summary>A golden path as a platform team writes it.</summary>
/// <param name="Name">A DNS label; it cannot be changed later.</param>
/// <param name="Schema">YAML or JSON: a JSON schema of an object whose properties each have a default, an example, or an enumeration.</param>
/// <param name="Template">YAML manifests with places like ${image}.</param>
/// <param name="Policy">Null for every cluster of the fleet.</param>
public sealed record GoldenPathRequest(
    string Name, string Title, string Schema, string Template, string Description = "", ApplicationPolicy? Policy = null);

/// <summary>What a team fills in.</summary>
/// <param name="Application">The new application's name.</param>
/// <param name="Values">YAML or JSON: what the schema asks for.</param>
public sealed record GoldenPathUse(string Application, Guid FleetId, string Values = "")
{
    /// <summary>Without the values: there may be secrets among them.</summary>
    public override string ToString() => nameof(GoldenPathUse);
}
