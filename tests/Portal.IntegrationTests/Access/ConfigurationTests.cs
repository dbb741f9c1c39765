using Microsoft.Extensions.Configuration;
using Portal.Web;
using Portal.Web.Hosting;

namespace Portal.IntegrationTests.Access;

public sealed class ConfigurationTests
{
    [Fact]
    public async Task Start_SeveralWrongSettings_TellsAllByTheirKeys()
    {
        var reasons = await ReasonsAsync(new()
        {
            ["ConnectionStrings:Portal"] = "Host=/nowhere",
            ["Database:Migrate"] = "perhaps",
            ["Public:Url"] = "portal.example.com",
            ["Proxy:Networks"] = "10.0.0.0/8, everybody",
            ["SignIn:PerAddressPerMinute"] = "0",
            ["SignIn:SecondFactor"] = "Admins",
        });

        foreach (var key in new[] { "Database:Migrate", "Public:Url", "Proxy:Networks", "SignIn:PerAddressPerMinute", "SignIn:SecondFactor", "Secrets:MasterKeyFile" })
        {
            Assert.Single(reasons, reason => reason.StartsWith(key, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Start_WithoutDatabase_NamesTheKey()
    {
        var reasons = await ReasonsAsync([]);

        Assert.Contains("ConnectionStrings__Portal", Assert.Single(reasons));
    }

    private static async Task<IReadOnlyList<string>> ReasonsAsync(Dictionary<string, string?> settings)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var app = PortalWebApplication.Build([], builder =>
            {
                builder.Configuration.Sources.Clear();
                builder.Configuration.AddInMemoryCollection(settings);
            });
            await app.StartAsync();
        });
        return [.. PortalProcess.Reasons(exception)];
    }
}
