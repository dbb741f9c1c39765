using QRCoder;

namespace Portal.Web.Access.Factors;

/// <summary>QR codes as pictures within the page: no address that holds the text is ever asked for.</summary>
internal static class QrCode
{
    private const int PixelsPerModule = 5;

    /// <summary>A PNG, dark on white with its quiet zone: cameras need both, whatever the page's colours are.</summary>
    public static string DataUri(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var code = new PngByteQRCode(data);
        return $"data:image/png;base64,{Convert.ToBase64String(code.GetGraphic(PixelsPerModule))}";
    }
}
