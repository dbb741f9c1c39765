using Portal.Core.Components.Planning;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Planning;

/// <summary>What a change would do to its cluster's objects.</summary>
/// <param name="Problems">What the cluster refuses.</param>
internal sealed record ChangePreview(ManifestSummary Summary, IReadOnlyList<PlannedObject> Objects, IReadOnlyList<Problem> Problems);
