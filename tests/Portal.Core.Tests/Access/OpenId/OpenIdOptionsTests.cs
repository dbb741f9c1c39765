using Microsoft.Extensions.Configuration;
using Portal.Core.Access.OpenId;

namespace Portal.Core.Tests.Access.OpenId;

public sealed class OpenIdOptionsTests
{
    [Fact]
    public void WholeProvider_IsAccepted_AndAsksForOpenidAlways()
    {
        var options = Read(("corp:Authority", "https://id.example.com/realms/corp"), ("corp:ClientId", "portal"), ("corp:Scopes:0", "groups"), ("local:Authority", "http://127.0.0.1:8080"), ("local:ClientId", "portal"));

        Assert.True(new OpenIdOptionsValidator().Validate(null, options).Succeeded);
        Assert.Equal(["openid", "groups"], options.Providers["corp"].AskedScopes);
        Assert.Equal(["openid", "profile", "email"], options.Providers["local"].AskedScopes);
    }

    [Theory]
    [InlineData("Authority", "http://id.example.com")]
    [InlineData("Authority", "https://user:secret@id.example.com")]
    [InlineData("Authority", "id.example.com")]
    [InlineData("ClientId", "")]
    [InlineData("ClientSecretFile", "/no/such/file")]
    [InlineData("Scopes:0", "two words")]
    [InlineData("GroupsClaim", "")]
    [InlineData("Accounts", "7")]
    public void WrongSetting_IsNamedByItsKey(string setting, string value)
    {
        var options = Read(("corp:Authority", "https://id.example.com"), ("corp:ClientId", "portal"), ("corp:ClientSecret", "hidden-secret"), ($"corp:{setting}", value));

        var failure = Assert.Single(new OpenIdOptionsValidator().Validate(null, options).Failures!);

        Assert.StartsWith("OpenId:Providers:corp", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-secret", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Corp")]
    [InlineData("a/b")]
    [InlineData("-corp")]
    public void NameThatCanBeNoAddress_IsRefused(string name) =>
        Assert.Contains("a provider's name", Assert.Single(new OpenIdOptionsValidator().Validate(null, Read(($"{name}:Authority", "https://id.example.com"), ($"{name}:ClientId", "portal"))).Failures!), StringComparison.Ordinal);

    private static OpenIdOptions Read(params (string Key, string Value)[] settings)
    {
        var options = new OpenIdOptions();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
        foreach (var (key, value) in settings)
        {
            configuration[$"Providers:{key}"] = value;
        }

        configuration.Bind(options);
        return options;
    }
}
