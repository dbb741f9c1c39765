using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Portal.Core.Data;
using Portal.Core.Events;
using Portal.Core.Operations;

namespace Portal.Core.Secrets;

/// <summary>Encryption at rest.</summary>
public static class SecretsServices
{
    /// <summary>All processes of a portal share the ring under this name, and thereby each other's cookies and secrets.</summary>
    public const string ApplicationName = "Kurator.Portal";

    /// <summary>Registers the key ring (in PostgreSQL, under a master key from outside of it) and <see cref="SecretProtector"/>.</summary>
    public static IServiceCollection AddSecrets(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<SecretsOptions>, SecretsOptionsValidator>();
        services.AddOptions<SecretsOptions>().Bind(configuration.GetSection(SecretsOptions.Section)).ValidateOnStart();
        services.TryAddSingleton<MasterKeys>();
        services.AddDataProtection().SetApplicationName(ApplicationName).PersistKeysToDbContext<PortalDbContext>();
        services.AddOptions<KeyManagementOptions>()
            .Configure<MasterKeys>((options, keys) => options.XmlEncryptor = new MasterKeyXmlEncryptor(keys));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<XmlKeyManager>();
        services.AddSingleton<IKeyManager, SharedKeyRing>();
        services.TryAddSingleton<SecretProtector>();
        services.TryAddSingleton<OperationWriter>();
        services.TryAddSingleton<IKeyRotation, KeyRotation>();
        services.TryAddSingleton<StoredSecrets>();
        services.TryAddSingleton<KeyRing>();
        services.TryAddSingleton<KeyRingCheck>();
        services.AddSingleton<INotificationHandler, KeyRingListener>();
        services.AddSingleton<HandoverEnvelope>();
        services.AddSingleton<CredentialHandover>();
        services.AddSingleton<ICredentialHandover>(provider => provider.GetRequiredService<CredentialHandover>());
        services.AddSingleton<HandoverListener>();
        services.AddSingleton<INotificationHandler>(provider => provider.GetRequiredService<HandoverListener>());
        services.AddHostedService(provider => provider.GetRequiredService<HandoverListener>());
        return services;
    }
}
