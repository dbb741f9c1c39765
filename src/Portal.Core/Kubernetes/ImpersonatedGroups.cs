using System.Text;

namespace Portal.Core.Kubernetes;

/// <summary>
/// Sends each group in a header line of its own, as API servers read them: .NET joins the values of a header by commas, and a group called
/// "a, b" is what they would see. The groups travel as one value that <see cref="Join"/> makes, and this encoding ends the line at each comma.
/// For HTTP/1.1 alone; names of groups are checked, so that nothing else can end a line.
/// </summary>
internal sealed class ImpersonatedGroups : Encoding
{
    public const string Header = "Impersonate-Group";

    private const char Separator = ',';
    private static readonly ImpersonatedGroups Lines = new();
    private static readonly string LineEnd = $"\r\n{Header}: ";

    private ImpersonatedGroups()
    {
    }

    /// <summary>For <see cref="SocketsHttpHandler.RequestHeaderEncodingSelector"/>.</summary>
    public static Encoding? Select(string header, HttpRequestMessage request) =>
        header.Equals(Header, StringComparison.OrdinalIgnoreCase) && request.Version.Major == 1 ? Lines : null;

    /// <summary>Throws <see cref="ArgumentException"/> for a name that could not be one of the portal's.</summary>
    public static string Join(IEnumerable<string> groups) => string.Join(Separator, groups.Select(group =>
        group.StartsWith(ClusterIdentity.Prefix, StringComparison.Ordinal) && group.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is ':' or '-')
            ? group
            : throw new ArgumentException($"'{group}' is no group of the portal.", nameof(groups))));

    public override int GetByteCount(char[] chars, int index, int count) => ASCII.GetByteCount(Expand(chars.AsSpan(index, count)));

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
    {
        var text = Expand(chars.AsSpan(charIndex, charCount));
        return ASCII.GetBytes(text, 0, text.Length, bytes, byteIndex);
    }

    public override int GetMaxByteCount(int charCount) => charCount * LineEnd.Length;

    public override int GetCharCount(byte[] bytes, int index, int count) => throw new NotSupportedException();

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) => throw new NotSupportedException();

    public override int GetMaxCharCount(int byteCount) => throw new NotSupportedException();

    private static string Expand(ReadOnlySpan<char> value) => value.ToString().Replace(Separator.ToString(), LineEnd, StringComparison.Ordinal);
}
