using System.Text;

namespace Portal.Core.Kubernetes;

/// <summary>The outermost checks: size, encoding, characters.</summary>
internal static class KubeconfigText
{
    public const int MaxBytes = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of an uploaded file.</summary>
    public static string Decode(ReadOnlySpan<byte> file)
    {
        CheckSize(file.Length);
        try
        {
            return Strict.GetString(file);
        }
        catch (DecoderFallbackException)
        {
            throw NotText();
        }
    }

    /// <summary>The text without a byte-order mark, or a refusal.</summary>
    public static string Check(string text)
    {
        CheckSize(text.Length);
        try
        {
            CheckSize(Strict.GetByteCount(text));
        }
        catch (EncoderFallbackException)
        {
            throw NotText();
        }

        var plain = text.StartsWith('\uFEFF') ? text[1..] : text;
        if (string.IsNullOrWhiteSpace(plain))
        {
            throw KubeconfigProblems.RefuseFile("It is empty.", KubeconfigProblems.Flatten);
        }

        // U+FFFD is what a lenient reader leaves of bytes that were no UTF-8.
        var bad = plain.TakeWhile(IsAllowed).Count();
        return bad == plain.Length ? plain : throw KubeconfigProblems.RefuseFile(
            $"Line {1 + plain.AsSpan(0, bad).Count('\n')} holds a control character or bytes that are not UTF-8.", "Save the file as plain UTF-8 text.");
    }

    private static bool IsAllowed(char character) =>
        character is '\n' or '\r' or '\t' ||
        (!char.IsControl(character) && character is not ('\uFFFD' or '\uFEFF' or '\u2028' or '\u2029'));

    private static void CheckSize(int bytes)
    {
        if (bytes > MaxBytes)
        {
            throw KubeconfigProblems.RefuseFile(
                "It is larger than 1 MiB.", "Keep the one context you need: kubectl config view --raw --flatten --minify.");
        }
    }

    private static Problems.ProblemException NotText() =>
        KubeconfigProblems.RefuseFile("It is not UTF-8 text.", "Save the file as plain UTF-8 text.");
}
