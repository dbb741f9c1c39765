using System.Text;

namespace Portal.Ctl.Running;

/// <summary>Reads texts of strangers, and no more than is wanted of them.</summary>
internal static class BoundedText
{
    /// <summary>Throws when there are more than <paramref name="most"/> characters.</summary>
    public static async Task<string> ReadAsync(TextReader reader, string what, int most, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[16 * 1024];
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            text.Append(buffer, 0, read);
            if (text.Length > most)
            {
                throw new CtlException(ExitCode.Usage, $"{what} is too large", $"At most {most:N0} characters are read.", "Give less at once.");
            }
        }

        return text.ToString();
    }

    /// <summary>Reads a file. Throws when it is not there, cannot be read or is too large.</summary>
    public static async Task<string> ReadFileAsync(string path, int most, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = new StreamReader(path);
            return await ReadAsync(reader, path, most, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CtlException(ExitCode.Usage, $"{path} cannot be read", error.Message, "Check the path, and the rights of the file.");
        }
    }
}
