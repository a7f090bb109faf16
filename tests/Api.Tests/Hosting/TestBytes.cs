namespace FileStorage.Tests.Api.Tests.Hosting;

/// <summary>Bytes that differ from test to test, so that no test finds what another has stored.</summary>
internal static class TestBytes
{
    public static byte[] Random(int length)
    {
        var bytes = new byte[length];
        System.Random.Shared.NextBytes(bytes);
        return bytes;
    }
}
