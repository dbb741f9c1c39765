using Microsoft.Extensions.DependencyInjection;

namespace Portal.IntegrationTests.Security;

/// <summary>Changes what the product has registered, after all of it is: <c>builder.Host.UseServiceProviderFactory(new SwappedServices(…))</c>.</summary>
internal sealed class SwappedServices(Action<IServiceCollection> swap) : IServiceProviderFactory<IServiceCollection>
{
    public IServiceCollection CreateBuilder(IServiceCollection services) => services;

    public IServiceProvider CreateServiceProvider(IServiceCollection containerBuilder)
    {
        swap(containerBuilder);
        return containerBuilder.BuildServiceProvider();
    }
}
