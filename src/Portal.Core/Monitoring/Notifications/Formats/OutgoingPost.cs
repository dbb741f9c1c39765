using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Portal.Core.Monitoring.Notifications.Formats;

/// <summary>What is posted to a channel. Holds its secret: never printed.</summary>
/// <param name="Headers">Beyond those that every post has.</param>
internal sealed record OutgoingPost(Uri Address, byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static OutgoingPost Of(Uri address, JsonNode body, params (string Name, string Value)[] headers) =>
        new(address, JsonSerializer.SerializeToUtf8Bytes(body, Plain), headers.ToDictionary(header => header.Name, header => header.Value));

    public override string ToString() => nameof(OutgoingPost);
}
