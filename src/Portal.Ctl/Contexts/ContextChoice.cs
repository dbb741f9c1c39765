using Portal.Ctl.Running;

namespace Portal.Ctl.Contexts;

/// <summary>Which portal is meant: the environment goes before the named context, and that before the current one.</summary>
internal sealed class ContextChoice(Func<string, string?> environment, ContextFile file)
{
    public const string UrlVariable = "PORTAL_URL";
    public const string TokenVariable = "PORTAL_TOKEN";

    /// <param name="name">Null for the current one.</param>
    public async Task<PortalContext> FindAsync(string? name, CancellationToken cancellationToken)
    {
        var url = environment(UrlVariable) is { Length: > 0 } text ? PortalUrl.Read(text, UrlVariable) : null;
        var token = environment(TokenVariable) is { Length: > 0 } secret ? secret.Trim() : null;
        if (url is not null && token is not null)
        {
            return new PortalContext(url, token);
        }

        var stored = await file.ReadAsync(cancellationToken);
        if ((name ?? stored.Current) is not { } wanted)
        {
            throw new CtlException(ExitCode.Refused, "No portal is chosen", "Nobody has signed in here.",
                $"portalctl login URL, or set {UrlVariable} and {TokenVariable}.");
        }

        if (!stored.Contexts.TryGetValue(wanted, out var context))
        {
            throw new CtlException(ExitCode.Usage, $"There is no context \"{wanted}\"", "It was not stored here, or was removed.", "portalctl contexts lists those that there are.");
        }

        // A stored token goes to the portal that it was stored for, and nowhere else.
        return url is not null && url != context.Url
            ? throw new CtlException(ExitCode.Refused, $"There is no token for {url}", $"The token of the context \"{wanted}\" is for {context.Url}.", $"Set {TokenVariable} as well.")
            : token is null ? context : context with { Token = token };
    }
}
