namespace FileStorage.Grains.Uploads;

/// <summary>What uploads may still bring into a drive. The property names are a stored format.</summary>
internal sealed class UploadRoomDocument
{
    public List<ReservationDocument> Reservations { get; set; } = [];
}
