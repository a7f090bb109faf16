namespace FileStorage.Tests.Simulation.Sharing;

internal sealed record SharingResult(int Compared, int Done, int Refused)
{
    public static SharingResult operator +(SharingResult one, SharingResult other) =>
        new(one.Compared + other.Compared, one.Done + other.Done, one.Refused + other.Refused);
}
