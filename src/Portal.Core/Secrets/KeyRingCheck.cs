using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Secrets;

/// <summary>
/// Looks at the start whether the master key opens the key ring. Without it the framework would quietly add a key under the
/// wrong one, and every stored credential would fail later, one by one.
/// </summary>
public sealed class KeyRingCheck(IDbContextFactory<PortalDbContext> contexts, MasterKeys masterKeys, IOptions<SecretsOptions> options)
{
    private const string What = "The portal did not start";

    /// <summary>Throws a problem that names the key that is asked for, the key that is there, and what to do.</summary>
    public async Task DemandAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var entry in await db.DataProtectionKeys.AsNoTracking().OrderBy(row => row.Id).Select(row => row.Xml).ToListAsync(cancellationToken))
        {
            foreach (var secret in KeyRing.Secrets(XElement.Parse(entry ?? "<empty/>")))
            {
                Demand(secret);
            }
        }
    }

    private void Demand(XElement secret)
    {
        if (MasterKeys.IdOf(secret) is var wanted && !masterKeys.Holds(wanted))
        {
            throw ProblemException.Refused(
                What,
                $"The key ring in the database is encrypted under the master key {wanted}, and {Source} holds {masterKeys.CurrentId}.",
                $"Put the right key back. If you are replacing it, name the old one in {SecretsOptions.Section}__{nameof(SecretsOptions.PreviousMasterKeyFile)}, start, and rotate the keys. If it is lost, docs/operators/keys.md says what to do.");
        }

        try
        {
            masterKeys.Decrypt(secret);
        }
        catch (Exception damaged) when (damaged is CryptographicException or FormatException or System.Xml.XmlException)
        {
            throw ProblemException.Refused(
                What,
                $"A key of the key ring was changed in the database, or damaged: the master key {wanted} is the right one and does not open it.",
                "Restore the table data_protection_keys from a backup.",
                damaged);
        }
    }

    private string Source => options.Value.MasterKeyFile.Length > 0
        ? $"{SecretsOptions.Section}__{nameof(SecretsOptions.MasterKeyFile)} ({options.Value.MasterKeyFile})"
        : $"{SecretsOptions.Section}__{nameof(SecretsOptions.MasterKey)}";
}
