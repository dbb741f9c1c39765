using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Core.Data;

namespace Portal.Core.Access;

/// <summary>
/// Creates the roles and the account "admin" at the very first start. The roles are the mark that it was done: an account
/// that was disabled, demoted or deleted later never comes back with a known password.
/// </summary>
public sealed partial class FirstAdmin(
    IDbContextFactory<PortalDbContext> contexts,
    IPasswordHasher<PortalUser> hasher,
    ILookupNormalizer normalizer,
    IOptions<FirstAdminOptions> options,
    TimeProvider clock,
    ILogger<FirstAdmin> logger)
{
    public const string Name = "admin";

    /// <summary>Does nothing after the first time, in this process or any other.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await Accounts.LockAsync(db, cancellationToken);
            if (await db.Roles.AnyAsync(cancellationToken))
            {
                return;
            }

            foreach (var role in Enum.GetNames<PortalRole>())
            {
                db.Roles.Add(new IdentityRole<Guid>(role) { Id = Guid.CreateVersion7(), NormalizedName = normalizer.NormalizeName(role) });
            }

            await db.SaveChangesAsync(cancellationToken);
            var given = options.Value.Password;
            var password = given.Length > 0 ? given : Secret.NewPassword();
            var user = Accounts.New(Name, password, hasher, normalizer, clock);
            user.MustChangePassword = given.Length == 0;
            db.Users.Add(user);
            db.UserRoles.Add(await Accounts.LinkAsync(db, user.Id, PortalRole.Admin, cancellationToken));
            await db.SaveChangesAsync(cancellationToken);

            // Before the commit: an account whose password nobody could read would lock everybody out.
            if (given.Length == 0 && options.Value.PasswordFile.Length > 0)
            {
                await WriteFileAsync(options.Value.PasswordFile, password, cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
            Announce(given, password);
        });
    }

    private void Announce(string given, string password)
    {
        if (given.Length > 0)
        {
            LogGivenPassword(Name);
            if (given.Length < PasswordChangeValidator.MinimumLength)
            {
                LogShortPassword(FirstAdminOptions.PasswordKey, PasswordChangeValidator.MinimumLength);
            }
        }
        else if (options.Value.PasswordFile.Length > 0)
        {
            LogPasswordFile(Name, options.Value.PasswordFile);
        }
        else
        {
            LogOneTimePassword(Name, password);
        }
    }

    private static async Task WriteFileAsync(string path, string password, CancellationToken cancellationToken)
    {
        // A file that exists keeps its mode: made anew, it has ours from the first byte on.
        File.Delete(path);
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new StreamWriter(path, create);
        await file.WriteLineAsync(password.AsMemory(), cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Created the account {Name} with the password that was configured")]
    private partial void LogGivenPassword(string name);

    [LoggerMessage(LogLevel.Warning, "{Key} is shorter than {Minimum} characters: change it under the account's name")]
    private partial void LogShortPassword(string key, int minimum);

    [LoggerMessage(LogLevel.Information, "Created the account {Name}; its one-time password is in {File}")]
    private partial void LogPasswordFile(string name, string file);

    [LoggerMessage(LogLevel.Warning, "Created the account {Name} with the one-time password {OneTimePassword} (shown this once; change it at the first sign-in)")]
    private partial void LogOneTimePassword(string name, string oneTimePassword);
}
