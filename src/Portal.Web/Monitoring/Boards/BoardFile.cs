using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Core.Monitoring.Boards;

namespace Portal.Web.Monitoring.Boards;

/// <summary>A board as a file: what the API takes to make it again, without whose it was.</summary>
internal static class BoardFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public static byte[] Write(BoardView board) => JsonSerializer.SerializeToUtf8Bytes(new BoardRequest(board.Name, BoardVisibility.Personal, board.Document), Options);

    public static string NameOf(string board) => $"{FileNames.Of(board)}.json";
}
