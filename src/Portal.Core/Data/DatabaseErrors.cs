using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Portal.Core.Data;

/// <summary>Tells which rule of the database a save has broken.</summary>
public static class DatabaseErrors
{
    /// <summary>True when a unique index whose name contains <paramref name="index"/> refused the row.</summary>
    public static bool IsTaken(this DbUpdateException exception, string index) =>
        exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } error
        && error.ConstraintName?.Contains(index, StringComparison.Ordinal) == true;

    /// <summary>True when a foreign key refused the change.</summary>
    public static bool IsReferenceViolation(this Exception exception) =>
        (exception as PostgresException ?? exception.InnerException as PostgresException)?.SqlState
            is PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation;
}
