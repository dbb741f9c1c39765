using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core.Components;

namespace Portal.Core.Tests.Components;

public sealed class ComponentsOptionsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void EmptySetting_IsAnUnsetOne(string value)
    {
        var options = Read(value, value);

        Assert.Null(options.ChartMirror);
        Assert.Null(options.CatalogDirectory);
    }

    [Fact]
    public void ChartMirror_OfAnotherScheme_IsRefusedByItsKey() =>
        Assert.Contains("Components:ChartMirror", Assert.Throws<OptionsValidationException>(() => Read("ftp://charts", "")).Message, StringComparison.Ordinal);

    private static ComponentsOptions Read(string mirror, string directory)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new(ComponentsOptions.ChartMirrorKey, mirror),
            new(ComponentsOptions.CatalogDirectoryKey, directory),
        ]).Build();
        using var services = new ServiceCollection().AddComponents(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<ComponentsOptions>>().Value;
    }
}
