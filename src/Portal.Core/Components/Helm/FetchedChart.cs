namespace Portal.Core.Components.Helm;

/// <param name="File">The archive; shared, read only.</param>
/// <param name="Digest">SHA-256 in hex.</param>
/// <param name="Repository">Where it came from.</param>
/// <param name="MayLookUp">True when what it renders to may depend on the objects of a cluster.</param>
public sealed record FetchedChart(string File, string Digest, long Bytes, string Repository, bool MayLookUp);
