using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Core.Components;

namespace Portal.EndToEndTests.Browser;

/// <summary>A fault in the portal itself: its catalogue of components holds an entry that no page can draw.</summary>
public class FaultyCatalogue : DispatchProxy
{
    /// <summary>Takes the place of the real catalogue once the application is composed.</summary>
    public static void Install(WebApplicationBuilder builder) => builder.Host.UseServiceProviderFactory(new Composition());

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod?.Name == nameof(IComponents.ListAsync) ? Task.FromResult<IReadOnlyList<ComponentSummary>>([null!]) : throw new NotSupportedException(targetMethod?.Name);

    private sealed class Composition : IServiceProviderFactory<IServiceCollection>
    {
        public IServiceCollection CreateBuilder(IServiceCollection services) => services;

        public IServiceProvider CreateServiceProvider(IServiceCollection containerBuilder)
        {
            containerBuilder.Replace(ServiceDescriptor.Singleton(Create<IComponents, FaultyCatalogue>()));
            return containerBuilder.BuildServiceProvider();
        }
    }
}
