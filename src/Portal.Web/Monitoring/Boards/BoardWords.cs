using Microsoft.Extensions.Localization;

namespace Portal.Web.Monitoring.Boards;

/// <summary>Names that boards share, in the reader's language.</summary>
internal static class BoardWords
{
    /// <summary>The names of places have words; others stand as they are.</summary>
    public static string Variable(IStringLocalizer<BoardsText> texts, string name) => texts[$"Variable.{name}"] is { ResourceNotFound: false } known ? known.Value : name;
}
