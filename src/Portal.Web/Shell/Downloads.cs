using Microsoft.JSInterop;

namespace Portal.Web.Shell;

/// <summary>Gives the browser a file.</summary>
internal static class Downloads
{
    /// <param name="js">The page's.</param>
    /// <param name="script">Where js/files.js is, as the page's assets say.</param>
    /// <param name="content">Of the file, in memory already.</param>
    /// <param name="name">Of the file.</param>
    /// <param name="type">Its media type.</param>
    /// <param name="cancellationToken">The page goes.</param>
    public static async Task DownloadAsync(this IJSRuntime js, string script, byte[] content, string name, string type, CancellationToken cancellationToken)
    {
        await using var module = await js.InvokeAsync<IJSObjectReference>("import", cancellationToken, "/" + script);
        using var stream = new DotNetStreamReference(new MemoryStream(content));
        await module.InvokeVoidAsync("download", cancellationToken, stream, name, type);
    }
}
