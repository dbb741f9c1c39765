namespace Portal.Core.Components.Helm;

/// <param name="File">The archive; shared, read only.</param>
/// <param name="Digest">SHA-256 in hex.</param>
/// <param name="Repository">Where it came from.</param>
public sealed record FetchedChart(string File, string Digest, long Bytes, string Repository);
