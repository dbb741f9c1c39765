using Portal.Ctl.Running;

namespace Portal.Ctl.Contexts;

/// <summary>A portal's address: https, or http on this machine alone, since a token goes there.</summary>
internal static class PortalUrl
{
    public static Uri Read(string text, string what)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
            || url is not { Host.Length: > 0, UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 })
        {
            throw new CtlException(ExitCode.Usage, $"{what} is no address of a portal", "It is not https:// and a host.", "Write it as https://portal.example.org.");
        }

        return url.Scheme == Uri.UriSchemeHttps || url.IsLoopback
            ? new Uri(url.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/")
            : throw new CtlException(ExitCode.Usage, $"{url.Host} is not used over http://", "The token would be readable on the way.", "Use https://.");
    }
}
