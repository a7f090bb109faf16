namespace Orleans.Configuration;

/// <summary>How calls are carried between grains, and from clients that live in the silo.</summary>
public class SiloMessagingOptions : MessagingOptions;
