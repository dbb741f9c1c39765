using FluentValidation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core.Components.Adoption;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Drift;
using Portal.Core.Components.Edge;
using Portal.Core.Components.Helm;
using Portal.Core.Components.Planning;
using Portal.Core.Components.Profiles;
using Portal.Core.Components.Systems;
using Portal.Core.Components.Systems.Connections;
using Portal.Core.Operations;
using Portal.Core.Rollouts;

namespace Portal.Core.Components;

/// <summary>Components: the catalogue, and what is installed of it.</summary>
public static class ComponentServices
{
    private static readonly string[] Kinds =
    [
        OperationKinds.InstallComponent, OperationKinds.UpgradeComponent, OperationKinds.RollBackComponent, OperationKinds.UninstallComponent,
    ];

    /// <summary>Registers <see cref="IComponents"/>. Needs the portal's data, secrets and operations.</summary>
    public static IServiceCollection AddComponents(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ComponentsOptions>().Bind(configuration.GetSection(ComponentsOptions.Section))
            .PostConfigure(options => options.TreatEmptyAsUnset()).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ComponentsOptions>, ComponentsOptionsValidator>();
        services.AddSingleton(provider =>
            ComponentCatalog.Load(provider.GetRequiredService<IOptions<ComponentsOptions>>().Value.CatalogDirectory));
        services.AddSingleton<IValidator<InstallRequest>, InstallRequestValidator>();
        services.AddHelm(configuration);
        services.AddEdgeNodes();
        services.AddSingleton<ComponentQueries>();
        services.AddSingleton<ComponentChanges>();
        services.AddSingleton<ValuesComparer>();
        services.AddSingleton<IComponents, ComponentService>();
        services.AddSingleton<IValidator<PlanRequest>, PlanRequestValidator>();
        services.AddSingleton<SystemReader>();
        services.AddSingleton<ISystems, SystemService>();
        services.AddSingleton<ISystemFollowing, SystemFollowing>();
        services.AddSingleton<SystemApplication>();
        services.AddSingleton<ISystemOutputs, SystemOutputs>();
        services.AddSingleton<ISystemConnections, SystemConnectionService>();
        services.AddSingleton<PlannedSystems>();
        services.AddSingleton<PlanSystemScreening>();
        services.AddSingleton<PlanFacts>();
        services.AddSingleton<PlanApplication>();
        services.AddSingleton<IComponentPlans, PlanService>();
        services.AddSingleton<AdoptionQueries>();
        services.AddSingleton<IReleaseAdoption, ReleaseAdoption>();
        services.AddSingleton<IReleaseDrifts, ReleaseDrifts>();
        services.AddSingleton(_ => ProfileCatalog.Load());
        services.AddSingleton<IValidator<ProfileContent>, ProfileValidator>();
        services.AddSingleton<ProfileStore>();
        services.AddSingleton<ProfileSystems>();
        services.AddSingleton<FleetProfiles>();
        services.AddSingleton<IProfiles, ProfileService>();
        services.AddRolloutStarter<ReleaseRollout>(Kinds);
        services.AddRolloutStarter<SystemRollout>(OperationKinds.RunSystemStep, OperationKinds.UndoSystemStep);
        services.AddOperationEnded<SystemStepSettling>(OperationKinds.RunSystemStep, OperationKinds.UndoSystemStep);
        services.AddOperationEnded<SystemSettling>(OperationKinds.ApplyComponents);
        return services.AddOperationEnded<ReleaseSettling>(Kinds);
    }
}
