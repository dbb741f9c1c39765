-- A message that waits, was sent or was given up, and a changed channel, are told as a change of the channel.
CREATE TRIGGER notify_notification_channel AFTER INSERT OR UPDATE OR DELETE ON notification_channels
    FOR EACH ROW EXECUTE FUNCTION portal_notify('notification-channel', 'id');
CREATE TRIGGER notify_notification_message AFTER INSERT OR UPDATE OR DELETE ON notification_messages
    FOR EACH ROW EXECUTE FUNCTION portal_notify('notification-channel', 'channel_id');
