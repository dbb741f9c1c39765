using Portal.Core.Operations;

namespace Portal.Web.Operations;

/// <summary>What the list shows so far, and how to go on.</summary>
public sealed record OperationPage(IReadOnlyList<OperationSummary> Items, int? Total, string? Next);
