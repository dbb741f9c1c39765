using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Portal.Core.Secrets;

/// <summary>The ways in which a known secret can turn up in a text.</summary>
internal static class SecretForms
{
    /// <summary>Shorter values would blank out ordinary words; they are left to the patterns.</summary>
    public const int ShortestSecret = 4;

    private const int ShortestLine = 8;

    /// <summary>The secret itself, its lines, and each as in URLs, JSON, base64 (at any offset) and base64url.</summary>
    public static IEnumerable<string> Of(string secret)
    {
        var values = new List<string> { secret, secret.Trim() };
        values.AddRange(secret.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length >= ShortestLine
            && !line.StartsWith("-----", StringComparison.Ordinal)));
        return values.Distinct().SelectMany(Forms).Where(form => form.Length >= ShortestSecret).Distinct();
    }

    private static IEnumerable<string> Forms(string value)
    {
        yield return value;
        yield return Uri.EscapeDataString(value);
        yield return JsonEncodedText.Encode(value).Value;
        yield return JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;

        for (var offset = 0; offset < 3; offset++)
        {
            var base64 = Base64Core(value, offset);
            // Under 6 characters the stable part is too short to tell from chance.
            if (base64.Length >= 6)
            {
                yield return base64;
                yield return base64.Replace('+', '-').Replace('/', '_');
            }
        }
    }

    /// <summary>The part of the base64 text that stays the same whatever stands before and after the value.</summary>
    private static string Base64Core(string value, int offset)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        var whole = Convert.ToBase64String([.. new byte[offset], .. bytes]).TrimEnd('=');
        var start = offset == 0 ? 0 : offset + 1;
        var end = (offset + bytes.Length) * 8 / 6;
        return start < end ? whole[start..end] : "";
    }
}
