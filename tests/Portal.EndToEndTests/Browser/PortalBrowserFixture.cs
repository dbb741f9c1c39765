using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Portal.Core.Access;
using Portal.Testing.Web;

namespace Portal.EndToEndTests.Browser;

/// <summary>The whole product, and a Chromium to look at it with.</summary>
public sealed class PortalBrowserFixture : IAsyncLifetime
{
    private Chromium? _chromium;

    public FleetFixture Fleet { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Fleet.InitializeAsync();
        _chromium = await Chromium.StartAsync(Fleet.Portal.Address);
    }

    /// <summary>A page of somebody who has not signed in.</summary>
    public Task<IPage> OpenAsync() => _chromium!.OpenAsync();

    /// <summary>A page of the admin.</summary>
    public Task<IPage> SignedInAsync(View view) => _chromium!.SignedInAsync(view);

    /// <summary>Makes an account that may only look, and returns its one-time password.</summary>
    public async Task<string> NewcomerAsync(string name)
    {
        var users = Fleet.Portal.Services.GetRequiredService<IUsers>();
        return (await users.CreateAsync(new UserRequest(name, PortalRole.Viewer), Actor.Portal, CancellationToken.None)).Password;
    }

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        await Fleet.DisposeAsync();
    }
}
