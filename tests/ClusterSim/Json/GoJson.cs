using System.Text;

namespace ClusterSim.Json;

/// <summary>What Go's JSON scanner says of text that is not JSON.</summary>
public static class GoJson
{
    private const string End = "unexpected end of JSON input";

    public static string SyntaxError(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body);
        var at = 0;
        return Value(text, ref at) ?? (Skip(text, ref at) && at < text.Length ? Bad(text[at], "after top-level value") : End);
    }

    private static string? Value(string text, ref int at)
    {
        if (!Skip(text, ref at))
        {
            return End;
        }

        switch (text[at])
        {
            case '{': return Container(text, ref at, '}', isObject: true);
            case '[': return Container(text, ref at, ']', isObject: false);
            case '"': return String(text, ref at);
            case 't': return Literal(text, ref at, "true");
            case 'f': return Literal(text, ref at, "false");
            case 'n': return Literal(text, ref at, "null");
            case var c when c == '-' || char.IsAsciiDigit(c):
                at++;
                while (at < text.Length && (char.IsAsciiDigit(text[at]) || "+-.eE".Contains(text[at], StringComparison.Ordinal)))
                {
                    at++;
                }

                return null;
            default: return Bad(text[at], "looking for beginning of value");
        }
    }

    private static string? Container(string text, ref int at, char close, bool isObject)
    {
        at++;
        for (var first = true; ; first = false)
        {
            if (!Skip(text, ref at))
            {
                return End;
            }

            if (first && text[at] == close)
            {
                at++;
                return null;
            }

            if (isObject)
            {
                if (text[at] != '"')
                {
                    return Bad(text[at], "looking for beginning of object key string");
                }

                if (String(text, ref at) is { } keyError)
                {
                    return keyError;
                }

                if (!Skip(text, ref at))
                {
                    return End;
                }

                if (text[at] != ':')
                {
                    return Bad(text[at], "after object key");
                }

                at++;
            }

            if (Value(text, ref at) is { } error)
            {
                return error;
            }

            if (!Skip(text, ref at))
            {
                return End;
            }

            if (text[at] == close)
            {
                at++;
                return null;
            }

            if (text[at] != ',')
            {
                return Bad(text[at], isObject ? "after object key:value pair" : "after array element");
            }

            at++;
        }
    }

    private static string? String(string text, ref int at)
    {
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                at++;
                return null;
            }

            if (text[at] < ' ')
            {
                return Bad(text[at], "in string literal");
            }

            if (text[at] == '\\')
            {
                at++;
            }
        }

        return End;
    }

    private static string? Literal(string text, ref int at, string word)
    {
        for (var i = 0; i < word.Length; i++, at++)
        {
            if (at >= text.Length)
            {
                return End;
            }

            if (text[at] != word[i])
            {
                return Bad(text[at], $"in literal {word} (expecting '{word[i]}')");
            }
        }

        return null;
    }

    private static bool Skip(string text, ref int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\r' or '\n')
        {
            at++;
        }

        return at < text.Length;
    }

    private static string Bad(char c, string where) => $"invalid character {(c == '\'' ? "'\\''" : c == '"' ? "'\"'" : c < ' ' ? $"'\\x{(int)c:x2}'" : $"'{c}'")} {where}";
}
