using ClusterSim.Json;

namespace ClusterSim.Schemas;

/// <summary>One served version of a CustomResourceDefinition.</summary>
/// <param name="Definition">The name of the CRD.</param>
/// <param name="Columns">Its <c>additionalPrinterColumns</c>.</param>
/// <param name="OpenApi">Its schema as given, for OpenAPI.</param>
/// <param name="Scale">Its scale subresource, if any.</param>
/// <param name="HasStatus">Status is a subresource.</param>
/// <param name="StorageVersion">The version that objects are stored in.</param>
public sealed record CustomVersion(string Definition, IReadOnlyList<Map> Columns, Map OpenApi, Map? Scale, bool HasStatus, string StorageVersion);
