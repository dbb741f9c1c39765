namespace Portal.Core.Monitoring.Boards;

/// <summary>How much may be on a board, and how many there may be.</summary>
public static class BoardBounds
{
    public const int NameLength = 120;
    public const int Panels = 60;
    public const int Queries = 10;
    public const int ExpressionLength = 8000;
    public const int TitleLength = 200;
    public const int TextLength = 20_000;
    public const int Thresholds = 10;
    public const int Variables = 12;
    public const int Values = 200;
    public const int ValueLength = 200;

    /// <summary>Columns of the grid.</summary>
    public const int Columns = 24;
    public const int Rows = 1000;
    public const int PanelHeight = 60;

    /// <summary>Of the whole document as JSON.</summary>
    public const int DocumentBytes = 256 * 1024;

    /// <summary>Boards that one person may own.</summary>
    public const int BoardsOfOne = 200;
}
