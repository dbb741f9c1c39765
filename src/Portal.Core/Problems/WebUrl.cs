namespace Portal.Core.Problems;

/// <summary>An address of a server as people give it.</summary>
internal static class WebUrl
{
    /// <summary>True for an absolute address with http or https and a host, of at most <paramref name="most"/> characters, none of them a space or a control character.</summary>
    public static bool TryRead(string text, int most, out Uri url)
    {
        url = null!;
        if (text.Length > most || text.Any(sign => char.IsControl(sign) || char.IsWhiteSpace(sign)) || !Uri.TryCreate(text, UriKind.Absolute, out var read))
        {
            return false;
        }

        url = read;
        return url.Scheme is "https" or "http" && url.Host.Length > 0;
    }
}
