using System.Text;

namespace Portal.Core.Access.Factors;

/// <summary>Base32 (RFC 4648, 6) without padding: how authenticator apps take a key.</summary>
internal static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var value in bytes)
        {
            (bits, count) = ((bits << 8) | value, count + 8);
            while (count >= 5)
            {
                count -= 5;
                text.Append(Alphabet[(bits >> count) & 31]);
            }

            bits &= (1 << count) - 1;
        }

        return count == 0 ? text.ToString() : text.Append(Alphabet[(bits << (5 - count)) & 31]).ToString();
    }

    /// <summary>Throws <see cref="FormatException"/> for a character that is not of the alphabet.</summary>
    public static byte[] Decode(string text)
    {
        var bytes = new List<byte>(text.Length * 5 / 8);
        var (bits, count) = (0, 0);
        foreach (var sign in text)
        {
            var value = Alphabet.IndexOf(sign, StringComparison.Ordinal);
            if (value < 0)
            {
                throw new FormatException("The text is not base32.");
            }

            (bits, count) = ((bits << 5) | value, count + 5);
            if (count >= 8)
            {
                count -= 8;
                bytes.Add((byte)(bits >> count));
                bits &= (1 << count) - 1;
            }
        }

        return [.. bytes];
    }
}
