using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Portal.Core.Events;

/// <summary>Events of the database, heard in this process.</summary>
public static class EventServices
{
    /// <summary>Registers the stream and the one listener that feeds it.</summary>
    public static IServiceCollection AddEvents(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<EventStream>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INotificationHandler, PortalEventHandler>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PostgresEventListener>());
        return services;
    }
}
