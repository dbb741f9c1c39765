using System.Globalization;

namespace Portal.Core.Secrets;

/// <summary>An answer cut into pieces, because a notification holds less than 8,000 bytes: "2/3:base64".</summary>
internal sealed class HandoverParts
{
    private const int PartLength = 6000;
    private string?[]? _parts;

    public bool Begun => _parts is not null;

    public bool Complete => _parts is not null && Array.TrueForAll(_parts, part => part is not null);

    public static IEnumerable<string> Split(byte[] bytes)
    {
        var text = Convert.ToBase64String(bytes);
        var count = (text.Length + PartLength - 1) / PartLength;
        for (var i = 0; i < count; i++)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{i + 1}/{count}:{text.AsSpan(i * PartLength, Math.Min(PartLength, text.Length - (i * PartLength)))}");
        }
    }

    /// <summary>Takes a piece; once all are there, those of a second answer are left out.</summary>
    public void Add(string payload)
    {
        if (Complete)
        {
            return;
        }

        var colon = payload.IndexOf(':', StringComparison.Ordinal);
        var slash = payload.IndexOf('/', StringComparison.Ordinal);
        var number = int.Parse(payload.AsSpan(0, slash), CultureInfo.InvariantCulture);
        _parts ??= new string?[int.Parse(payload.AsSpan(slash + 1, colon - slash - 1), CultureInfo.InvariantCulture)];
        _parts[number - 1] = payload[(colon + 1)..];
    }

    public byte[] Join() => Convert.FromBase64String(string.Concat(_parts!));
}
